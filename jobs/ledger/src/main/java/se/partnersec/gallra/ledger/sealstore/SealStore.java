package se.partnersec.gallra.ledger.sealstore;

import java.util.Optional;
import se.partnersec.gallra.ledger.seal.SealException;
import se.partnersec.gallra.support.text.Sentences;

/** Where copies of the seals lie that nobody who may write the database can change. A number is written once. */
public interface SealStore {
    /** How messages and the database name it. */
    String name();

    /** The seal of this number as it was written first. */
    Optional<String> read(long number);

    /** The highest number there is; 0 without any. */
    long newest();

    /**
     * Writes a seal that is not there yet, whole or not at all, and looks whether it is there.
     *
     * @throws SealException if it cannot be written so that it stays
     */
    void write(long number, String text);

    /**
     * The same, for one that may be there already.
     *
     * @throws SealException also if another seal of this number is there: it is never written over
     */
    default void put(long number, String text) {
        Optional<String> there = read(number);
        if (there.isEmpty()) {
            write(number, text);
            there = read(number);
        }
        if (!there.equals(Optional.of(text))) {
            throw SealException.suspicious(
                    Sentences.of("ledger").say("sealstore.lies-another-seal-than-database-one", name(), number));
        }
    }

    static String fileName(long number) {
        return String.format(java.util.Locale.ROOT, "seal-%010d.txt", number);
    }
}
