package se.partnersec.gallra.ledger.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.ledger.record.SealAge;
import se.partnersec.gallra.ledger.seal.SealRepository;
import se.partnersec.gallra.ledger.seal.SealedRecord;
import se.partnersec.gallra.ledger.seal.SignedSeal;
import se.partnersec.gallra.policy.limit.HousekeepingKind;

/** Ages of seals, by the seals themselves: the index of sealed rows alone is not believed. */
final class SealAges implements SealAge {
    private final SealRepository table;
    private final List<SignedSeal> heads;
    private final Instant now;
    private final @Nullable Duration least;
    private final Map<Long, Set<String>> places = new HashMap<>();

    /**
     * @param heads all seals, whose signatures and links were checked
     * @param now of the database
     * @param least age of the youngest seal whose rows may have been pruned; null: by the kind
     */
    SealAges(SealRepository table, List<SignedSeal> heads, Instant now, @Nullable Duration least) {
        this.table = table;
        this.heads = heads;
        this.now = now;
        this.least = least;
    }

    @Override
    public boolean reached(HousekeepingKind kind, SealedRecord record, long seal) {
        return seal >= 1
                && seal <= heads.size()
                && heads.get((int) seal - 1).seal().sealedAt().isBefore(now.minus(least(kind)))
                && places.computeIfAbsent(seal, this::places).contains(record.place());
    }

    private Duration least(HousekeepingKind kind) {
        return least != null ? least : Duration.ofDays(365L * kind.least().getYears());
    }

    /** Places of the rows that a seal covers; none where the stored rows are not those it was made of. */
    private Set<String> places(long number) {
        return table
                .find(number)
                .filter(signed -> signed.seal()
                        .hash()
                        .equals(heads.get((int) number - 1).seal().hash()))
                .filter(SignedSeal::carriesItsRows)
                .stream()
                .flatMap(signed -> signed.records().stream())
                .filter(each -> !each.isGone())
                .map(SealedRecord::place)
                .collect(Collectors.toSet());
    }
}
