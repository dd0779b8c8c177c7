/** The name of the extension: its translation domain, and the start of every id. */
export const NAME = 'jupyter-prod';

/** The version of this panel; a test keeps it equal to `package.json`. */
export const VERSION = '0.1.0';
