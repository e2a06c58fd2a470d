// The client library of ARC, one call a line: a line of standard input has the name of a call and its arguments, and
// the line of standard output after it has the result as JSON, or the error. Tests ask the fake GitHub with it.
//
//	scaleset-client <GitHub URL>      with the token in GITHUB_TOKEN
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/actions/scaleset"
)

type caller struct {
	client  *scaleset.Client
	session *scaleset.MessageSessionClient
}

type reply struct {
	Value any    `json:"value,omitempty"`
	Error string `json:"error,omitempty"`
	// Which of the errors that callers of the library tell apart.
	Kind string `json:"kind,omitempty"`
}

func main() {
	client, err := scaleset.NewClientWithPersonalAccessToken(scaleset.NewClientWithPersonalAccessTokenConfig{
		GitHubConfigURL:     os.Args[1],
		PersonalAccessToken: os.Getenv("GITHUB_TOKEN"),
	}, scaleset.WithRetryMax(1), scaleset.WithRetryWaitMax(time.Millisecond))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	c := &caller{client: client}
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		value, err := c.call(ctx, words[0], words[1:])
		cancel()
		answer := reply{Value: value}
		if err != nil {
			answer = reply{Error: err.Error(), Kind: kindOf(err)}
		}
		if err := json.NewEncoder(os.Stdout).Encode(answer); err != nil {
			os.Exit(1)
		}
	}
}

func (c *caller) call(ctx context.Context, name string, args []string) (any, error) {
	switch name {
	case "group":
		return c.client.GetRunnerGroupByName(ctx, args[0])
	case "create":
		return c.client.CreateRunnerScaleSet(ctx, &scaleset.RunnerScaleSet{
			Name: args[0], RunnerGroupID: number(args[1]), RunnerSetting: scaleset.RunnerSetting{DisableUpdate: true},
		})
	case "find":
		return c.client.GetRunnerScaleSet(ctx, number(args[0]), args[1])
	case "get":
		return c.client.GetRunnerScaleSetByID(ctx, number(args[0]))
	case "move":
		return c.client.UpdateRunnerScaleSet(ctx, number(args[0]), &scaleset.RunnerScaleSet{RunnerGroupID: number(args[1])})
	case "delete":
		return nil, c.client.DeleteRunnerScaleSet(ctx, number(args[0]))
	case "jit":
		return c.client.GenerateJitRunnerConfig(ctx, &scaleset.RunnerScaleSetJitRunnerSetting{Name: args[1]}, number(args[0]))
	case "runner":
		return c.client.GetRunner(ctx, number(args[0]))
	case "runner-named":
		return c.client.GetRunnerByName(ctx, args[0])
	case "remove":
		return nil, c.client.RemoveRunner(ctx, int64(number(args[0])))
	case "open":
		session, err := c.client.MessageSessionClient(ctx, number(args[0]), "test")
		if err != nil {
			return nil, err
		}
		c.session = session
		return session.Session(), nil
	case "message":
		return c.session.GetMessage(ctx, number(args[0]), number(args[1]))
	case "acknowledge":
		return nil, c.session.DeleteMessage(ctx, number(args[0]))
	case "acquire":
		ids := make([]int64, 0, len(args))
		for _, arg := range args {
			ids = append(ids, int64(number(arg)))
		}
		return c.session.AcquireJobs(ctx, ids)
	case "close":
		return nil, c.session.Close(ctx)
	default:
		return nil, fmt.Errorf("unknown call %q", name)
	}
}

func kindOf(err error) string {
	for _, kind := range []error{scaleset.RunnerNotFoundError, scaleset.RunnerExistsError, scaleset.JobStillRunningError} {
		if errors.Is(err, kind) {
			return kind.Error()
		}
	}
	return ""
}

func number(text string) int {
	value, err := strconv.Atoi(text)
	if err != nil {
		panic(err)
	}
	return value
}
