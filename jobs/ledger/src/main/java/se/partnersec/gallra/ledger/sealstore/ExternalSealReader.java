package se.partnersec.gallra.ledger.sealstore;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.settings.SealSettings;
import se.partnersec.gallra.ledger.seal.Seal;
import se.partnersec.gallra.ledger.seal.SealException;
import se.partnersec.gallra.ledger.seal.SignedSeal;
import se.partnersec.gallra.objectstore.client.ObjectStoreException;
import se.partnersec.gallra.support.text.Sentences;

/**
 * The copies of seals outside of the database: what tells that the database is older than they are. They are read as they
 * lie there, whoever signed them: one that is forged keeps runs from beginning, and lets none begin.
 */
public final class ExternalSealReader {
    private static final Sentences SENTENCES = Sentences.of("ledger");
    private final SealStores places;

    public ExternalSealReader(SealStores places) {
        this.places = places;
    }

    /** One directory alone; null for none. */
    public static ExternalSealReader in(@Nullable Path folder, Clock clock) {
        return new ExternalSealReader(new SealStores(SealSettings.NONE.withFolder(folder), clock));
    }

    /**
     * What one place has.
     *
     * @param last its newest seal; null if it has none
     * @param newer those that the database lacks, oldest first
     * @param trouble why it could not be asked; null if it could
     */
    public record Place(
            String name,
            @Nullable Seal last,
            List<Seal> newer,
            @Nullable String trouble) {}

    public boolean any() {
        return !places.all().isEmpty();
    }

    /** @param newest number of the newest seal of the database */
    public List<Place> ask(long newest) {
        return places.all().stream().map(place -> ask(place, newest)).toList();
    }

    private static Place ask(SealStore place, long newest) {
        try {
            long there = place.newest();
            List<Seal> newer = new ArrayList<>();
            for (long number = newest + 1; number <= there; number++) {
                read(place, number).map(SignedSeal::seal).ifPresent(newer::add);
            }
            Seal last = newer.isEmpty() && there > 0
                    ? read(place, there).map(SignedSeal::seal).orElse(null)
                    : newer.isEmpty() ? null : newer.get(newer.size() - 1);
            return new Place(place.name(), last, newer, null);
        } catch (SealException | ObjectStoreException e) {
            return new Place(place.name(), null, List.of(), String.valueOf(e.getMessage()));
        }
    }

    /** @throws SealException if what lies there is no seal of that number */
    public static Optional<SignedSeal> read(SealStore place, long number) {
        return place.read(number).map(text -> {
            try {
                SignedSeal read = SignedSeal.parse(text);
                if (read.seal().number() == number) {
                    return read;
                }
                throw SealException.suspicious(SENTENCES.say(
                        "sealstore.seal-says-seal",
                        number,
                        place.name(),
                        read.seal().number()));
            } catch (IllegalArgumentException e) {
                throw SealException.suspicious(
                        SENTENCES.say("sealstore.seal-cannot-read-seal", number, place.name(), e.getMessage()));
            }
        });
    }
}
