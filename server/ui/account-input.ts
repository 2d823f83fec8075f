/** What the contract takes, asked before the server is, so that the page can say it in its own words. */
export const isUserName = (text: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._@-]{1,39}$/.test(text);

/** What an authenticator shows. */
export const isCode = (text: string): boolean => /^[0-9]{6}$/.test(text);
