import { panelPlugin } from './plugins/panel';
import { taggingPlugin } from './plugins/tagging';

export default [panelPlugin, taggingPlugin];
