package se.partnersec.gallra.config.mapping;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What may be done to a column that stays when the rest of its record has to go. Whether the result is still about
 * somebody is part of the strategy: EDPB 01/2025 and WP29 05/2014 call a hashed or shortened identifier pseudonymous.
 */
public enum Anonymisation {
    /** Nothing is left: NULL. */
    NULL("null", true),
    /** The same word for everybody. */
    CONSTANT("constant", true),
    /** The first day of the month. */
    MONTH("month", true),
    /** The first day of the year. */
    YEAR("year", true),
    /** A keyed hash; the same value has the same hash until the key is destroyed. */
    KEYED_HASH("keyed-hash", false),
    /** IPv4 to 24 bits, IPv6 to 48. */
    TRUNCATE_IP("truncate-ip", false);

    private final String id;
    private final boolean anonymous;

    Anonymisation(String id, boolean anonymous) {
        this.id = id;
        this.anonymous = anonymous;
    }

    /** The word of the mapping file. */
    public String id() {
        return id;
    }

    /** False: what is left is personal data still, and no category may call itself anonymised by it. */
    public boolean anonymous() {
        return anonymous;
    }

    public static Optional<Anonymisation> of(String word) {
        return Arrays.stream(values()).filter(each -> each.id.equals(word)).findFirst();
    }

    /** MONTH, YEAR and TRUNCATE_IP compute the new value from the old one; the other strategies write it without reading the column. */
    public boolean reads() {
        return this == MONTH || this == YEAR || this == TRUNCATE_IP;
    }

    /**
     * The new value in SQL, for both servers, without a quotation mark: it stands in the text of a procedure.
     *
     * @param constant the word for everybody; of no account for other strategies
     * @throws IllegalStateException for a keyed hash, whose key no statement may carry
     */
    public String sql(String column, String constant) {
        return switch (this) {
            case NULL -> "NULL";
            case CONSTANT -> literal(constant);
            case MONTH -> "DATE_FORMAT(" + column + ", " + literal("%Y-%m-01") + ")";
            case YEAR -> "DATE_FORMAT(" + column + ", " + literal("%Y-01-01") + ")";
            case TRUNCATE_IP ->
                "CASE LENGTH(INET6_ATON(" + column + ")) WHEN 4 THEN " + shortened(column, 6, 8) + " WHEN 16 THEN "
                        + shortened(column, 12, 32) + " END";
            case KEYED_HASH -> throw new IllegalStateException("a keyed hash is computed here. Indicates a bug");
        };
    }

    /** A text in SQL by its bytes, which the server brings into the character set it is compared with. */
    public static String literal(String text) {
        return text.isEmpty()
                ? "LEFT(_utf8mb4 0x2D, 0)"
                : "_utf8mb4 0x" + HexFormat.of().withUpperCase().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String shortened(String column, int kept, int all) {
        return "INET6_NTOA(UNHEX(RPAD(LEFT(HEX(INET6_ATON(" + column + ")), " + kept + "), " + all + ", " + literal("0")
                + ")))";
    }
}
