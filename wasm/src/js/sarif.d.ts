/**
 * The findings as a SARIF log.
 */
export interface SarifLog {
    /**
     * Where SARIF 2.1.0 is described.
     */
    $schema: string;
    /**
     * The version of SARIF.
     */
    version: "2.1.0";
    /**
     * One run.
     */
    runs: SarifRun[];
}

/**
 * One diagnosis.
 */
export interface SarifRun {
    /**
     * Who says it.
     */
    tool: SarifTool;
    /**
     * What columns count.
     */
    columnKind: "utf16CodeUnits";
    /**
     * What ends a line.
     */
    newlineSequences: string[];
    /**
     * The findings: the worst first, then in the order of the texts.
     */
    results: SarifResult[];
}

/**
 * Who says it.
 */
export interface SarifTool {
    /**
     * Pullscope itself.
     */
    driver: SarifDriver;
}

/**
 * Pullscope itself.
 */
export interface SarifDriver {
    /**
     * Its name.
     */
    name: "Pullscope";
    /**
     * Its version.
     */
    version: string;
    /**
     * The codes of the findings, each once.
     */
    rules: SarifRule[];
}

/**
 * A code of findings.
 */
export interface SarifRule {
    /**
     * The code, as `area/problem`. It keeps its meaning for ever and is never reused.
     */
    id: string;
    /**
     * What it says, as a heading.
     */
    shortDescription: SarifText;
    /**
     * What happens: the first paragraph of its page.
     */
    fullDescription: SarifMarkdown;
    /**
     * Its page, as `explainFinding` gives it.
     */
    help: SarifMarkdown;
}

/**
 * A text.
 */
export interface SarifText {
    /**
     * The text.
     */
    text: string;
}

/**
 * A text in Markdown.
 */
export interface SarifMarkdown {
    /**
     * The text, for readers that show none.
     */
    text: string;
    /**
     * The same, for readers that do.
     */
    markdown: string;
}

/**
 * One finding.
 */
export interface SarifResult {
    /**
     * Its code.
     */
    ruleId: string;
    /**
     * Index into `rules`.
     */
    ruleIndex: number;
    /**
     * `error`: Kubernetes refuses it, or it cannot do what it is for. `warning`: accepted, and probably not what was meant. `note`: worth knowing.
     */
    level: "error" | "warning" | "note";
    /**
     * What is wrong and what to do, without any secret.
     */
    message: SarifText;
    /**
     * Where the field stands, or the document that the finding is about.
     */
    locations: SarifLocation[];
    /**
     * The other values that are involved.
     */
    relatedLocations: SarifRelatedLocation[];
    /**
     * What to change, where one change is right for sure.
     */
    fixes: SarifFix[];
}

/**
 * A place.
 */
export interface SarifLocation {
    /**
     * The file, and where in it.
     */
    physicalLocation: SarifPhysicalLocation;
}

/**
 * A place of another value that is involved.
 */
export interface SarifRelatedLocation {
    /**
     * Its number in the result, from 0.
     */
    id: number;
    /**
     * The file, and where in it.
     */
    physicalLocation: SarifPhysicalLocation;
    /**
     * What it is: `the image`.
     */
    message: SarifText;
}

/**
 * A file, and where in it.
 */
export interface SarifPhysicalLocation {
    /**
     * The file.
     */
    artifactLocation: SarifArtifactLocation;
    /**
     * Where in it.
     */
    region: SarifRegion;
}

/**
 * A file.
 */
export interface SarifArtifactLocation {
    /**
     * Its path as it was given, as a relative URI: a space is `%20`.
     */
    uri: string;
}

/**
 * A place in a file.
 */
export interface SarifRegion {
    /**
     * The line of its first character, from 1.
     */
    startLine: number;
    /**
     * The column of its first character, from 1, in UTF-16 code units.
     */
    startColumn: number;
    /**
     * The line of its end, from 1.
     */
    endLine: number;
    /**
     * The column behind its last character, from 1, in UTF-16 code units.
     */
    endColumn: number;
    /**
     * Its first byte in UTF-8, from 0.
     */
    byteOffset: number;
    /**
     * How many bytes of UTF-8 it has.
     */
    byteLength: number;
}

/**
 * What to change, so that a finding goes away. It holds no secret.
 */
export interface SarifFix {
    /**
     * What it does, beginning with a verb.
     */
    description: SarifText;
    /**
     * The changes of each file.
     */
    artifactChanges: SarifArtifactChange[];
}

/**
 * The changes of one file.
 */
export interface SarifArtifactChange {
    /**
     * The file.
     */
    artifactLocation: SarifArtifactLocation;
    /**
     * The changes; they do not overlap, and stand in order.
     */
    replacements: SarifReplacement[];
}

/**
 * One change of a file.
 */
export interface SarifReplacement {
    /**
     * What goes; empty to insert.
     */
    deletedRegion: SarifRegion;
    /**
     * What takes its place.
     */
    insertedContent: SarifText;
}
