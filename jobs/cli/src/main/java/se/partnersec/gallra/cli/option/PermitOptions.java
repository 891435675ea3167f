package se.partnersec.gallra.cli.option;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import se.partnersec.gallra.approvals.request.NewPermit;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.text.Sentences;

/** What a permit is for: one record, or what the books have of a fiscal year; exactly one of these. */
public final class PermitOptions {
    private static final Sentences SENTENCES = Sentences.of("cli");

    @Option(names = "--record", paramLabel = "CATEGORY:KEY", description = "One record, such as invoices:77.")
    private @Nullable String record;

    @ArgGroup(exclusive = false)
    private @Nullable Year year;

    private static final class Year {
        @Option(
                names = "--category",
                required = true,
                paramLabel = "CATEGORY",
                completionCandidates = CategoryCandidates.class,
                description = "All records of this category in one fiscal year. Needs --year.")
        private @Nullable DataCategory category;

        @Option(names = "--year", required = true, paramLabel = "DATE", description = "Last day of the fiscal year.")
        private @Nullable LocalDate end;

        @Option(
                names = "--entity",
                paramLabel = "CODE",
                description = "Legal entity whose fiscal year it is. Required where sources.yml names several.")
        private @Nullable String entity;
    }

    /** @param entities finds the legal entity that somebody means */
    public NewPermit permit(
            @Nullable CommandSpec spec,
            List<DataCategory> jobs,
            Function<@Nullable String, String> entities,
            String reference,
            LocalDate from,
            String reason) {
        if (year != null) {
            return new NewPermit(
                    reference,
                    Objects.requireNonNull(year.category),
                    null,
                    Objects.requireNonNull(year.end),
                    entities.apply(year.entity),
                    from,
                    reason);
        }
        String text = String.valueOf(record);
        int colon = text.indexOf(':');
        if (colon < 1 || colon == text.length() - 1) {
            throw misuse(spec, SENTENCES.say("option.names-no-record-write-category-key", text));
        }
        try {
            DataCategory category = new CategoryConverter(jobs).convert(text.substring(0, colon));
            return new NewPermit(reference, category, text.substring(colon + 1), null, null, from, reason);
        } catch (TypeConversionException e) {
            throw misuse(spec, String.valueOf(e.getMessage()));
        }
    }

    private static ParameterException misuse(@Nullable CommandSpec spec, String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
