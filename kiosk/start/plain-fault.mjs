/** A fault whose message is the whole sentence a person needs (Chinese, then English): printed without a stack. */
export class PlainFault extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.name = 'PlainFault';
    this.exitCode = exitCode;
  }
}

/** Prints what ended the program and returns the exit status for it. */
export function reportFault(fault, print = console.error) {
  if (fault instanceof PlainFault) {
    print(fault.message);
    return fault.exitCode;
  }
  print(fault?.stack ?? String(fault));
  return 1;
}
