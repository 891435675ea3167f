package se.partnersec.gallra.cli.output;

import se.partnersec.gallra.support.text.VisibleText;

/**
 * A sentence of an overview. A person reads the sentence; with {@code --plain} it is a row of tag, subject, number and sentence, tabs
 * in between, and in JSON an object, so that a program can pick what it needs and nothing is left out.
 *
 * @param tag one word in capitals, the same in both languages
 * @param about a category, a request or a plan; empty if about all
 * @param number records, notices, or the number of a run; empty if there is none
 */
public record Said(String tag, Object about, String number, String text) {

    public static Said of(String tag, Object about, String text) {
        return new Said(tag, about, "", text);
    }

    /** The same in other words. */
    public Said with(String words) {
        return new Said(tag, about, number, words);
    }

    public void print(Terminal terminal) {
        print(terminal, text);
    }

    /** Message in red on a terminal. */
    public void printRed(Terminal terminal) {
        print(terminal, terminal.red(text));
    }

    /** Message in bold on a terminal. */
    public void printBold(Terminal terminal) {
        print(terminal, terminal.bold(text));
    }

    /** Warning about a result that others may read: on standard error, also with {@code --quiet}. */
    public void printWarning(Terminal terminal) {
        if (!terminal.message(this, terminal.red(text))) {
            terminal.aside(text);
        }
    }

    private void print(Terminal terminal, String shown) {
        if (!terminal.message(this, shown)) {
            terminal.result(
                    terminal.plain() ? tag + "\t" + about + "\t" + number + "\t" + VisibleText.of(text) : shown);
        }
    }
}
