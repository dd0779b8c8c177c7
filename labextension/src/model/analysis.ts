import {
  IAnalysis,
  ICellTags,
  IFinding,
  IInspectedCell,
  IRefusal
} from '../api/types';
import { stepName, tagText } from './tags';

/** A heading with the cells below it. */
export interface ICellGroup {
  readonly key: string;
  readonly role: string;
  /** The name that its cells give to the step. */
  readonly step: string;
  readonly title: string;
  readonly cells: readonly IInspectedCell[];
}

/** A suggested tag for one cell. */
export interface ISuggestion {
  readonly key: string;
  readonly cell: number;
  readonly firstLine: string;
  readonly tags: readonly string[];
  readonly percent: number;
  readonly reason: string;
}

/** Whether the server refused instead of answering. */
export function isRefusal(answer: object): answer is IRefusal {
  return 'error' in answer && answer.error !== null;
}

/** What is wrong with a notebook that cannot be analysed, as a finding. */
export function refusalFinding(refusal: IRefusal): IFinding {
  const { code, message, remedy, cell_index, line } = refusal.error;
  return { code, severity: 'error', message, remedy, cell_index, line };
}

/** The findings by severity, the worst first; empty groups are left out. */
export function bySeverity(
  findings: readonly IFinding[]
): { severity: IFinding['severity']; findings: IFinding[] }[] {
  const order = ['error', 'warning', 'note'] as const;
  return order
    .map(severity => ({
      severity,
      findings: findings.filter(found => found.severity === severity)
    }))
    .filter(group => group.findings.length > 0);
}

/** The code cells by section, as the notebook has them from top to bottom. */
export function bySection(analysis: IAnalysis): ICellGroup[] {
  const cells = new Map(
    analysis.inspection.cells.map(cell => [cell.index, cell])
  );
  const sections = analysis.inspection.picture?.sections ?? [];
  return sections.map((section, number) => {
    const { role, title } = section;
    const own = [...section.cells, ...section.aside]
      .map(cell => cells.get(cell.index))
      .filter((cell): cell is IInspectedCell => cell !== undefined)
      .sort((one, other) => one.index - other.index);
    const names = own.map(cell => stepName(cell.raw_tags, role));
    const step = names.find(name => name !== '') ?? '';
    return { key: String(number), role, step, title, cells: own };
  });
}

/** The suggestions that nobody has rejected. */
export function openSuggestions(
  analysis: IAnalysis,
  rejected: ReadonlySet<string>
): ISuggestion[] {
  return analysis.tagging.cells
    .filter(cell => cell.proposed.length > 0)
    .map(suggestion)
    .filter(found => !rejected.has(found.key));
}

function suggestion(cell: ICellTags): ISuggestion {
  const tags = cell.proposed.map(tagText);
  return {
    key: `${cell.cell_id ?? cell.cell_index} ${tags.join(' ')}`,
    cell: cell.cell_index,
    firstLine: cell.first_line,
    tags,
    percent: Math.round(Number(cell.confidence) * 100),
    reason: cell.reason
  };
}
