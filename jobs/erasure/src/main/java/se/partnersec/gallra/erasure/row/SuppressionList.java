package se.partnersec.gallra.erasure.row;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.erasure.category.Suppression;
import se.partnersec.gallra.erasure.run.ChunkFailedException;
import se.partnersec.gallra.erasure.run.SqlErrorClassifier;
import se.partnersec.gallra.support.crypto.Pseudonymizer;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Who must not be written to again: a keyed tag of the address a channel, and no more. Without the tag key an entry says
 * nothing of anybody; with it, an address can be recognised but not read.
 */
public final class SuppressionList {
    private static final Sentences SENTENCES = Sentences.of("erasure");
    /** Neither INSERT IGNORE, which swallows other faults, nor an upsert, for which the account would need UPDATE. */
    private static final String ADD = """
            INSERT INTO suppression (channel, tag, since, run_id) SELECT ?, ?, ?, ? FROM DUAL
            WHERE NOT EXISTS (SELECT 1 FROM suppression WHERE channel = ? AND tag = ?)""";

    private final JdbcTemplate jdbc;
    private final Pseudonymizer tags;

    public SuppressionList(JdbcTemplate jdbc, Pseudonymizer tags) {
        this.jdbc = jdbc;
        this.tags = tags;
    }

    /** Adds what is not there yet, in the caller's transaction: no deletion is committed without it. */
    public void add(long runId, LocalDate since, Collection<Suppression> wanted) {
        List<Object[]> rows = new ArrayList<>();
        for (Suppression each : wanted.stream().distinct().toList()) {
            byte[] tag = tag(each);
            rows.add(new Object[] {each.channel(), tag, since, runId, each.channel(), tag});
        }
        if (!rows.isEmpty()) {
            jdbc.batchUpdate(ADD, rows);
        }
    }

    /** Looks whether each is there: the rows that named them are gone, so nobody could find out later. */
    public void require(Collection<Suppression> wanted) {
        for (Suppression each : wanted.stream().distinct().toList()) {
            if (since(each).isEmpty()) {
                throw new ChunkFailedException(
                        SqlErrorClassifier.Kind.STOP, SENTENCES.say("row.written-not-there-rolled-back-nothing", each));
            }
        }
    }

    /** Since when an address is suppressed, by channel; empty if in none. */
    public Map<String, LocalDate> of(String address) {
        Map<String, LocalDate> found = new TreeMap<>();
        for (String channel : jdbc.query("SELECT DISTINCT channel FROM suppression", (row, i) -> row.getString(1))) {
            since(new Suppression(channel, address)).forEach(day -> found.put(channel, day));
        }
        return found;
    }

    private List<LocalDate> since(Suppression each) {
        return jdbc.query(
                "SELECT since FROM suppression WHERE channel = ? AND tag = ?",
                (row, i) -> row.getObject(1, LocalDate.class),
                each.channel(),
                tag(each));
    }

    private byte[] tag(Suppression each) {
        return tags.tag("suppression " + each.channel(), each.address());
    }
}
