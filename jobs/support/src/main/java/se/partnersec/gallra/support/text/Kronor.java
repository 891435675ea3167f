package se.partnersec.gallra.support.text;

import java.math.BigDecimal;
import java.util.Locale;

/** Amounts in Swedish kronor for people. */
public final class Kronor {
    private Kronor() {}

    /** {@code 4 609,50} in Swedish, {@code 4 609.50} otherwise: two decimals, thousands apart by a space. @param ore whole öre */
    public static String text(long ore, Locale language) {
        String text =
                String.format(Locale.ROOT, "%,.2f", BigDecimal.valueOf(ore, 2)).replace(',', ' ');
        return language.getLanguage().equals("sv") ? text.replace('.', ',') : text;
    }
}
