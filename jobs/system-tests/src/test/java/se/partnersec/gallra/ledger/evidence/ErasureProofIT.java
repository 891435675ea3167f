package se.partnersec.gallra.ledger.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.ledger.entry.LedgerItem;
import se.partnersec.gallra.ledger.entry.LedgerRow;
import se.partnersec.gallra.ledger.entry.WrittenLedger;
import se.partnersec.gallra.ledger.seal.SealKey;
import se.partnersec.gallra.ledger.seal.Seals;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.crypto.Sha256;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.testing.CategoryIds;

@Tag("full")
class ErasureProofIT {
    private static final SealKey KEY = Seals.key();
    private static WrittenLedger written;

    @BeforeAll
    static void write() throws SQLException {
        written = new WrittenLedger(11).fill();
        written.jdbc.update("UPDATE gate SET v = 500");
        new SealService(
                        written.jdbc,
                        written.transactions,
                        KEY,
                        List.of(),
                        CategoryIds.ALL,
                        SealService.Bounds.ofRows(40))
                .seal();
    }

    @AfterAll
    static void drop() throws SQLException {
        written.close();
    }

    private static ErasureProver prover() {
        return new ErasureProver(written.jdbc, WrittenLedger.TAGS);
    }

    private static List<String> keys(DataCategory category) {
        return written
                .jdbc
                .query(
                        "SELECT " + LedgerRow.Stored.COLUMNS
                                + " FROM ledger_chunk WHERE category = ? ORDER BY part, seq",
                        LedgerRow.Stored::read,
                        category.id())
                .stream()
                .flatMap(row -> LedgerItem.Codec.read(row.row().items()).stream())
                .filter(item -> item.key() != null)
                .map(item -> String.valueOf(item.key()))
                .toList();
    }

    @Test
    void every_record_of_a_ledger_can_be_proved_to_who_has_the_public_key() {
        List<String> keys = keys(CategoryIds.CHAT_LOGS);
        assertThat(keys).hasSizeGreaterThan(300);
        for (String key : keys) {
            ErasureProof proof = ErasureProof.parse(
                    prover().prove(CategoryIds.CHAT_LOGS, key).text());
            assertThat(proof.wrong(KEY.known())).as(key).isNull();
            assertThat(proof.key()).isEqualTo(key);
            assertThat(proof.said().outcome().named()).isTrue();
        }
    }

    @Test
    void a_record_whose_key_is_text_is_proved_by_its_tag() {
        String key = firstTape();
        ErasureProof proof = ErasureProof.parse(
                prover().prove(CategoryIds.CALL_RECORDINGS, key).text());

        assertThat(proof.wrong(KEY.known())).isNull();
        assertThat(proof.key())
                .isEqualTo("tag:" + Sha256.hex(WrittenLedger.TAGS.tag(CategoryIds.CALL_RECORDINGS.id(), key)));
        assertThat(proof.text()).doesNotContain(key);
    }

    private static String firstTape() {
        for (long i = 1; i < 100_000; i++) {
            String key = "tape-" + i;
            if (!new se.partnersec.gallra.ledger.entry.LedgerSearch(written.jdbc, WrittenLedger.TAGS)
                    .find(CategoryIds.CALL_RECORDINGS, key)
                    .isEmpty()) {
                return key;
            }
        }
        throw new IllegalStateException("there are no recordings");
    }

    @Test
    void no_changed_proof_proves_anything() {
        String key = keys(CategoryIds.IP_LOGS).get(5);
        byte[] text = prover().prove(CategoryIds.IP_LOGS, key).text().getBytes(StandardCharsets.UTF_8);
        Random random = new Random(4);
        List<String> missed = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            byte[] changed = text.clone();
            int at = random.nextInt(changed.length);
            changed[at] ^= (byte) (1 + random.nextInt(127));
            try {
                if (ErasureProof.parse(new String(changed, StandardCharsets.UTF_8))
                                .wrong(KEY.known())
                        == null) {
                    missed.add("byte " + at);
                }
            } catch (IllegalArgumentException unreadable) {
                continue; // that is how most are found
            }
        }
        assertThat(missed).isEmpty();
    }

    @Test
    void the_proof_of_one_record_is_none_of_another() {
        List<String> keys = keys(CategoryIds.IP_LOGS);
        ErasureProof one = prover().prove(CategoryIds.IP_LOGS, keys.get(0));
        ErasureProof other = prover().prove(CategoryIds.IP_LOGS, keys.get(keys.size() - 1));

        assertThat(wrong(one, other.key(), one.item(), one.row(), one.index(), one.path()))
                .contains("does not name the record");
        assertThat(wrong(one, one.key(), one.item(), other.row(), one.index(), one.path()))
                .contains("does not cover the row at this place");
        assertThat(wrong(one, one.key(), one.item(), one.row(), one.index() + 1, one.path()))
                .contains("at this place");
        assertThat(wrong(one, one.key(), one.item(), one.row(), one.index(), List.of()))
                .contains("does not lead from the row");
        assertThat(one.wrong(Seals.key().known())).contains("not signed by the key given");
    }

    private static String wrong(
            ErasureProof of, String key, int item, LedgerRow.Stored row, long index, List<byte[]> path) {
        return String.valueOf(
                new ErasureProof(of.category(), key, item, row, index, path, of.seal()).wrong(KEY.known()));
    }

    @Test
    void what_was_never_erased_or_is_not_sealed_or_was_changed_is_not_proved() {
        assertThatThrownBy(() -> prover().prove(CategoryIds.IP_LOGS, "999999999"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("names no record 999999999");
        String key = keys(CategoryIds.IP_LOGS).get(5);
        written.undone(() -> {
            written.jdbc.update("DELETE FROM ledger_seal");
            assertThatThrownBy(() -> prover().prove(CategoryIds.IP_LOGS, key))
                    .hasMessageContaining("is not sealed yet")
                    .extracting(e -> ((RefusedException) e).exit())
                    .isEqualTo(ExitCode.NOT_EVALUATED);
            return true;
        });
        written.undone(() -> {
            written.jdbc.update("UPDATE ledger_chunk SET token = token + 1");
            assertThatThrownBy(() -> prover().prove(CategoryIds.IP_LOGS, key))
                    .hasMessageContaining("nothing can be proved");
            return true;
        });
    }
}
