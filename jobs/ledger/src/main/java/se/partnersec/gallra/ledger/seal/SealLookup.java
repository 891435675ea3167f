package se.partnersec.gallra.ledger.seal;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Which seals cover which rows of the ledger, as the seals say; whether they are believed is for a verification. */
public final class SealLookup {
    private final List<Seal> seals;

    public SealLookup(List<Seal> seals) {
        this.seals = List.copyOf(seals);
    }

    /** Those of the database. @throws SealException if one cannot be read */
    public static SealLookup of(JdbcTemplate jdbc) {
        return new SealLookup(
                new SealRepository(jdbc).heads().stream().map(SignedSeal::seal).toList());
    }

    /** Every one, oldest first. */
    public List<Seal> all() {
        return seals;
    }

    /** Those that cover some of the rows, oldest first. */
    public List<Seal> of(String category, int part, long from, long to) {
        return seals.stream()
                .filter(seal -> rows(seal, category, part, from, to) > 0)
                .toList();
    }

    /** How many of the rows a seal covers. */
    public static long rows(Seal seal, String category, int part, long from, long to) {
        return seal.covered().stream()
                .filter(each -> each.category().equals(category) && each.part() == part)
                .mapToLong(each -> Math.max(0, Math.min(to, each.to()) - Math.max(from, each.from()) + 1))
                .sum();
    }
}
