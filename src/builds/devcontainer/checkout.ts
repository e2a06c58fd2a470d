/** The files of a checkout. Paths are relative to its root and have the form of `.devcontainer/Dockerfile`. */
export interface Checkout {
  /** Returns the content of a text file, or undefined if the path is no file. */
  read(path: string): string | undefined;

  /** Returns the names of the entries of a folder. Returns an empty list if the path is no folder. */
  list(folder: string): readonly string[];
}

/** The folder of a file of the checkout: `.devcontainer` for `.devcontainer/devcontainer.json`. */
export function folderOf(file: string): string {
  const slash = file.lastIndexOf('/');
  return slash < 0 ? '.' : file.slice(0, slash);
}
