package se.partnersec.gallra.support.text;

/** Texts that a spreadsheet would take for a formula. */
public final class SpreadsheetText {
    private static final String FORMULA = "=+-@\uFF1D\uFF0B\uFF0D\uFF20\t\r\n\0";

    private SpreadsheetText() {}

    /**
     * The text with an apostrophe in front if it begins, after blanks, with {@code = + - @}, their full-width forms, a tab, a line
     * break or a null character; otherwise the text as it is.
     */
    public static String safe(String text) {
        String bare = text.replaceFirst("^ +", "");
        return !bare.isEmpty() && FORMULA.indexOf(bare.charAt(0)) >= 0 ? "'" + text : text;
    }
}
