package se.partnersec.gallra.reports.table;

import java.util.Locale;

/** Texts in the language of whoever reads. */
public interface Messages {
    /** The language they are in. */
    Locale language();

    /** The text of a key with its {@code %s} filled in. */
    String say(String key, Object... args);

    /** The text of a code; the code itself where nobody gave it words. */
    String code(String prefix, String code);
}
