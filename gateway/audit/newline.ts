/** The byte that ends each record of the log. */
export const newline = 10;
