package se.partnersec.gallra.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;
import se.partnersec.gallra.policy.DataCategory;

/** The categories a command is about: named, or all that have a job. */
final class ChosenCategories {
    @Parameters(
            arity = "0..*",
            paramLabel = "CATEGORY",
            description = "One or more of: call-recordings, chat-logs, ip-logs.")
    private List<String> named = new ArrayList<>();

    @Option(names = "--all", description = "Every category that has a job.")
    private boolean all;

    /** Each once, in the order given. */
    List<DataCategory> from(List<DataCategory> jobs, @Nullable CommandSpec spec) {
        if (spec != null && all == !named.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    all
                            ? "Either name categories or say --all, not both"
                            : "Which category? Name one or more of "
                                    + String.join(
                                            ", ",
                                            jobs.stream().map(DataCategory::id).toList())
                                    + ", or say --all");
        }
        return all
                ? jobs
                : named.stream()
                        .map(name -> category(name, jobs, spec))
                        .distinct()
                        .toList();
    }

    /** By hand, because picocli takes a word it cannot convert for one too many. */
    private static DataCategory category(String name, List<DataCategory> jobs, @Nullable CommandSpec spec) {
        try {
            return new CategoryConverter(jobs).convert(name);
        } catch (TypeConversionException e) {
            if (spec == null) {
                throw e;
            }
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
