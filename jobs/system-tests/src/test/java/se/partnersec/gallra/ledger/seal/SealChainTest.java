package se.partnersec.gallra.ledger.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SealChainTest {
    private static final SealKey KEY = Seals.key();
    private static final int FLIPS = 1000;

    private final Random random = new Random(20261125);
    private final List<SignedSeal> seals = Seals.series(KEY, 5, random);

    @Test
    void believes_seals_as_they_were_signed() {
        SealChain series = Seals.checked(KEY.known(), seals);

        assertThat(series.problems()).isEmpty();
        assertThat(series.last()).isEqualTo(seals.get(4).seal());
        assertThat(series.hashes())
                .hasSize(2)
                .allSatisfy((chain, rows) -> assertThat(rows.size()).isEqualTo(15));
        seals.forEach(seal -> assertThat(SignedSeal.parse(seal.text()).text()).isEqualTo(seal.text()));
    }

    @Test
    void finds_every_changed_byte_of_an_exported_seal() {
        List<String> missed = new ArrayList<>();
        for (int i = 0; i < FLIPS; i++) {
            int which = random.nextInt(seals.size());
            byte[] bytes = seals.get(which).text().getBytes(StandardCharsets.UTF_8);
            int at = random.nextInt(bytes.length);
            byte before = bytes[at];
            bytes[at] ^= (byte) (1 + random.nextInt(127));
            try {
                List<SignedSeal> changed = new ArrayList<>(seals);
                changed.set(which, SignedSeal.parse(new String(bytes, StandardCharsets.UTF_8)));
                if (Seals.checked(KEY.known(), changed).problems().isEmpty()) {
                    missed.add("seal " + (which + 1) + ", byte " + at + ": " + before + " to " + bytes[at]);
                }
            } catch (IllegalArgumentException unreadable) {
                continue; // that is how most are found
            }
        }
        assertThat(missed).isEmpty();
    }

    @Test
    void finds_a_seal_that_is_missing_exchanged_or_signed_by_another() {
        assertThat(without(2)).singleElement().asString().contains("seal 4", "a seal is missing");
        assertThat(without(0)).singleElement().asString().contains("where seal 1 belongs");
        SealKey other = Seals.key();
        List<SignedSeal> theirs = Seals.series(other, 5, new Random(1));
        assertThat(Seals.checked(KEY.known(), theirs).problems())
                .singleElement()
                .asString()
                .contains("seal 1", "which is none of those given");
        List<SignedSeal> mixed = new ArrayList<>(seals);
        mixed.set(2, Seals.series(KEY, 5, new Random(2)).get(2));
        assertThat(Seals.checked(KEY.known(), mixed).problems())
                .singleElement()
                .asString()
                .contains("seal 3", "not linked to seal 2");
    }

    /** What only the signature shows: without it the same forgery passes. */
    @Test
    void is_deceived_by_a_whole_new_series_where_signatures_are_not_checked() {
        List<SignedSeal> forged = Seals.series(Seals.key(), 5, new Random(3));

        assertThat(Seals.checked(KEY.known(), forged).problems()).isNotEmpty();
        SealChain blind = new SealChain(null);
        forged.forEach(blind::add);
        assertThat(blind.problems()).isEmpty();
    }

    /** A forger of one seal may claim the id of our key; that does not make it ours. */
    @Test
    void does_not_believe_the_id_of_a_key() {
        Seal seal = seals.get(0).seal();
        SignedSeal forged =
                new SignedSeal(seal, Seals.key().sign(seal), seals.get(0).hashes(), List.of());

        assertThat(Seals.checked(KEY.known(), List.of(forged)).problems())
                .singleElement()
                .asString()
                .contains("its signature is not of that key");
    }

    private List<String> without(int which) {
        List<SignedSeal> fewer = new ArrayList<>(seals);
        fewer.remove(which);
        return Seals.checked(KEY.known(), fewer).problems();
    }
}
