package se.partnersec.gallra.ledger.entry;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.support.crypto.Pseudonymizer;
import se.partnersec.gallra.support.text.Sentences;

/**
 * The fingerprint of the key that the tags of this database are made with, noted by its first run. Under another key nothing that was
 * erased would be found again, and every tag would be another.
 */
public final class TagKeyRecord {
    private static final Sentences SENTENCES = Sentences.of("ledger");
    private final JdbcTemplate jdbc;
    private final Pseudonymizer tags;

    /** @param tags made with the key at hand */
    public TagKeyRecord(JdbcTemplate jdbc, Pseudonymizer tags) {
        this.jdbc = jdbc;
        this.tags = tags;
    }

    /** Notes the key at hand, unless one is on record; needs the right to insert. */
    public void note() {
        jdbc.update("INSERT IGNORE INTO tag_key (fingerprint) VALUES (?)", tags.fingerprint());
    }

    /** Why the key at hand may not be used here; null if it may, or if none is on record yet. */
    public @Nullable String objection() {
        List<String> noted = jdbc.query("SELECT fingerprint FROM tag_key", (row, i) -> row.getString(1));
        return noted.isEmpty() || noted.contains(tags.fingerprint())
                ? null
                : SENTENCES.say(
                        "entry.gallra-tag-key-not-key-database", brief(tags.fingerprint()), brief(noted.get(0)));
    }

    private static String brief(String fingerprint) {
        return fingerprint.substring(0, Math.min(8, fingerprint.length()));
    }
}
