/** The answer of `GET jupyter-prod/status`; mirrors `jupyter_prod/versions.py`. */
export interface IStatus {
  schema_version: number;
  version: string;
  python: string;
}
