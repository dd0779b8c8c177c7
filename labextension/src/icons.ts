import { LabIcon } from '@jupyterlab/ui-components';

import promoteSvg from '../style/icons/promote.svg';

/** A page that goes up: the mark of the panel and of its command. */
export const promoteIcon = new LabIcon({
  name: 'jupyter-prod:promote',
  svgstr: promoteSvg
});
