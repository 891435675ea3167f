package se.partnersec.gallra.cli.option;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.planning.forecast.PolicyService;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.text.Sentences;

/** The categories a command is about: named, or all that have a job. */
public final class CategoryOptions {
    private static final Sentences SENTENCES = Sentences.of("cli");

    @Parameters(
            arity = "0..*",
            paramLabel = "CATEGORY",
            completionCandidates = CategoryCandidates.class,
            description = "One or more categories, such as ip-logs. gallra status lists them.")
    private List<String> named = new ArrayList<>();

    @Option(names = "--all", description = "Every category that sources.yml maps.")
    private boolean all;

    public boolean all() {
        return all;
    }

    public boolean none() {
        return !all && named.isEmpty();
    }

    /** Each once, in the order given. */
    public List<DataCategory> from(
            CommandContext session, ObjectProvider<PolicyService> policies, @Nullable CommandSpec spec) {
        List<DataCategory> jobs = session.jobs();
        if (spec != null && all == !named.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    all
                            ? SENTENCES.say("option.either-name-categories-say-all-not")
                            : SENTENCES.say(
                                    "option.which-category-name-one-more-say",
                                    String.join(
                                            ", ",
                                            jobs.stream().map(DataCategory::id).toList())));
        }
        return all
                ? mapped(session, policies)
                : named.stream()
                        .map(name -> category(name, jobs, spec))
                        .distinct()
                        .toList();
    }

    /** A company need not have everything; one that has nothing is told so by the checks before a run. */
    private static List<DataCategory> mapped(CommandContext session, ObjectProvider<PolicyService> policies) {
        Set<DataCategory> known = policies.getObject().mapped();
        List<DataCategory> mapped =
                session.jobs().stream().filter(known::contains).toList();
        return mapped.isEmpty() ? session.jobs() : mapped;
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
