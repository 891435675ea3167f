package se.partnersec.gallra.ledger.sealstore;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.ledger.seal.SealException;
import se.partnersec.gallra.ledger.seal.SealPublicKeys;
import se.partnersec.gallra.ledger.seal.SealReport;
import se.partnersec.gallra.ledger.seal.SealRepository;
import se.partnersec.gallra.ledger.seal.SignedSeal;
import se.partnersec.gallra.objectstore.client.ObjectStoreException;
import se.partnersec.gallra.support.text.Sentences;

/** Brings seals to places, and notes of each seal where it is only after it was read there again. */
public final class SealExporter {
    private static final Sentences SENTENCES = Sentences.of("ledger");
    private final SealRepository table;
    private final List<SealStore> places;
    private final SealPublicKeys keys;

    public SealExporter(SealRepository table, List<SealStore> places, SealPublicKeys keys) {
        this.table = table;
        this.places = places;
        this.keys = keys;
    }

    /**
     * A place that has seals the database does not know tells of a database that was set back; sealing on would make a
     * second line of seals. A place that cannot be asked, or lacks copies that were seen there, tells nothing either way: then
     * nothing is signed.
     *
     * @throws SealException if a place has more than the database, less than was brought there, or cannot be asked
     */
    public void requireNoneNewer() {
        for (SealStore place : places) {
            // In this order: somebody else may seal meanwhile, which brings a copy after its seal and notes it after
            // both.
            long noted = table.newestExported(place.name());
            long there;
            try {
                there = place.newest();
            } catch (SealException | ObjectStoreException e) {
                throw SealException.later(
                        SENTENCES.say("sealstore.cannot-asked-which-seals-lie-there", place.name(), e.getMessage()));
            }
            long newest = table.newest();
            if (there > newest) {
                throw SealException.suspicious(
                        SENTENCES.say("sealstore.lies-seal-database-ends-seal-restored", place.name(), there, newest));
            }
            if (there < noted) {
                throw SealException.suspicious(SENTENCES.say(
                        "sealstore.newest-seal-seal-brought-there-copies",
                        place.name(),
                        there == 0 ? SENTENCES.say("sealstore.none") : Long.toString(there),
                        noted));
            }
        }
    }

    public List<SealReport.Export> export() {
        return places.stream().map(this::export).toList();
    }

    private SealReport.Export export(SealStore place) {
        List<Long> missing = new ArrayList<>(table.notExported(place.name()));
        int brought = 0;
        SealException failure = null;
        while (!missing.isEmpty() && failure == null) {
            long number = missing.get(0);
            failure = put(place, number);
            if (failure == null) {
                table.noteExport(number, place.name());
                missing.remove(0);
                brought++;
            }
        }
        return new SealReport.Export(place.name(), brought, missing.size(), failure);
    }

    private @Nullable SealException put(SealStore place, long number) {
        try {
            SignedSeal signed = table.find(number)
                    .orElseThrow(
                            () -> SealException.suspicious(SENTENCES.say("sealstore.seal-gone-from-database", number)));
            if (!keys.signed(signed.seal(), signed.signature())) {
                throw SealException.suspicious(SENTENCES.say("sealstore.seal-database-not-signed-key-key", number));
            }
            place.put(number, signed.text());
            return null;
        } catch (SealException e) {
            return e;
        } catch (ObjectStoreException e) {
            return SealException.later(String.valueOf(e.getMessage()));
        }
    }
}
