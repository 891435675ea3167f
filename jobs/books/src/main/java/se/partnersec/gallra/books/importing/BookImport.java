package se.partnersec.gallra.books.importing;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * An import that took place.
 *
 * @param entity code of the legal entity whose books it brought
 */
public record BookImport(
        long id,
        String entity,
        String sha256,
        String fileName,
        @Nullable LocalDate generatedOn,
        Instant importedAt,
        String importedBy) {}
