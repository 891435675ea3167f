package se.partnersec.gallra.holds.identity;

import java.util.ArrayList;
import java.util.List;
import se.partnersec.gallra.holds.hold.HoldScope;

/**
 * Other spellings of a key, to look it up where no record has it as it was written. Holds are placed on the spelling in the
 * tables.
 */
public final class KeySpellings {
    private KeySpellings() {}

    public static List<String> of(HoldScope scope) {
        String text = scope.text().strip();
        return switch (scope.kind()) {
            case CUSTOMER -> organisation(text);
            case USER -> text.contains("@") ? address(text) : telephone(text);
            case INVOICE -> text.matches("[0-9][0-9 ]+[0-9]") ? List.of(text.replace(" ", "")) : List.of();
            default -> List.of();
        };
    }

    /** 5599000001, 559900-0001, 165599000001 and SE559900000101 are one company. */
    private static List<String> organisation(String text) {
        String digits = text.replaceAll("[ -]", "").toUpperCase(java.util.Locale.ROOT);
        String number = digits.matches("SE[0-9]{12}")
                ? digits.substring(2, 12)
                : digits.matches("16[0-9]{10}") ? digits.substring(2) : digits;
        return number.matches("[0-9]{10}")
                ? List.of(number.substring(0, 6) + "-" + number.substring(6), number)
                : List.of();
    }

    /** Address without the brackets and punctuation around it. */
    private static List<String> address(String text) {
        String bare = text.replaceFirst("^[<(\"']+", "").replaceFirst("[>)\"'.,;:]+$", "");
        return bare.equals(text) ? List.of() : List.of(bare);
    }

    /** 070-174 06 01 and +46 70 174 06 01 are one telephone. */
    private static List<String> telephone(String text) {
        String digits = text.replaceAll("[ ()/-]", "");
        if (!digits.matches("[+]?[0-9]{6,15}")) {
            return List.of();
        }
        List<String> ways = new ArrayList<>(List.of(digits));
        if (digits.startsWith("00")) {
            ways.add("+" + digits.substring(2));
        } else if (digits.startsWith("0")) {
            ways.add("+46" + digits.substring(1));
        } else if (digits.startsWith("+46")) {
            ways.add("0" + digits.substring(3));
        }
        return ways;
    }
}
