package se.partnersec.gallra.erasure.category;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.LegalEntities;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * The fiscal years that count for a record: those of the legal entity in whose books it is. Where its row names none that is
 * known, no year counts, so that the books keep it; where the mapping does not say, those of all of them do.
 */
public final class RecordYears {
    private final LegalEntities entities;
    private final @Nullable String fixed;
    private final boolean told;

    public RecordYears(SourceMapping sources, DataCategory category) {
        CategoryMapping source = sources.table(category);
        this.entities = sources.entities();
        this.fixed = source.entity();
        this.told = source.record().column(LegalEntities.ROLE) != null;
    }

    /** @param known all fiscal years on record; read only if the books refer to the record */
    public Supplier<List<FiscalYear>> of(LockedRecord record, Supplier<List<FiscalYear>> known) {
        String entity = told ? record.row().text(LegalEntities.ROLE) : fixed;
        return entities.several() && (told || fixed != null)
                ? () -> among(known.get(), entity)
                : () -> entities.ofAny(known.get());
    }

    private List<FiscalYear> among(List<FiscalYear> known, @Nullable String entity) {
        return entities.knows(entity)
                ? known.stream().filter(year -> year.entity().equals(entity)).toList()
                : List.of();
    }
}
