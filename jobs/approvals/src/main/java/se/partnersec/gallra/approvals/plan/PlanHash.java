package se.partnersec.gallra.approvals.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import se.partnersec.gallra.approvals.plankey.PlanKeyBlock;

/**
 * Names all that a plan says by one hash, so that what was approved is what a run finds. Told of the categories in the order
 * of their names, and then of the blocks, by category and {@link PlanKeyBlock#ORDER}.
 */
final class PlanHash {
    private final MessageDigest digest;

    PlanHash(LocalDate asOf, String policy) {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        add("plan " + asOf + " " + policy);
    }

    /** Before the categories, of a plan that is a replay. */
    void replay(ReplayTerms terms) {
        add(terms.text());
    }

    void category(String category, long going, String figures) {
        add("category " + category + " " + going);
        add(figures);
    }

    void block(String category, PlanKeyBlock block) {
        add(String.join(
                " ",
                "block",
                category,
                block.role().code(),
                block.form(),
                "" + block.number(),
                "" + block.size(),
                Long.toUnsignedString(block.first()),
                Long.toUnsignedString(block.last())));
        add(block.body());
    }

    /** 64 hex digits. */
    String hash() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private void add(String text) {
        add(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The length is hashed too, so that nothing can move from one part to the next. */
    private void add(byte[] bytes) {
        digest.update((bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }
}
