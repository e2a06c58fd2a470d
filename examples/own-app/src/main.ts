import { runnersApp } from './runners';

runnersApp().synth();
