import type PDFDocument from 'pdfkit';

/** A document that is being drawn. */
export type Document = InstanceType<typeof PDFDocument>;

/** The colours of the design, for paper. */
export const colours = {
  ink: '#1d2733',
  muted: '#667382',
  hairline: '#dfe4ea',
  shade: '#f5f7fa',
  accent: '#2b5fc4',
  delivered: '#2f9e63',
  bounced: '#d1493f',
  held: '#8b5bd6',
  discarded: '#b4bcc6',
  refused: '#5d6673',
} as const;

/** In points: A4 with margins in which a binding fits. */
export const page = { width: 595.28, height: 841.89, left: 54, right: 541.28, top: 54, bottom: 786 } as const;

/** The width that there is to write on. */
export const textWidth: number = page.right - page.left;

/** Fonts that every reader has. */
export const fonts = { regular: 'Helvetica', bold: 'Helvetica-Bold' } as const;
