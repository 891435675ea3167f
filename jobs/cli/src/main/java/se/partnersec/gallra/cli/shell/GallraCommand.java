package se.partnersec.gallra.cli.shell;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import se.partnersec.gallra.support.text.Sentences;

/** The command {@code gallra}: its global flags and the list of verbs. */
@Command(
        name = "gallra",
        header = "Erase personal data when its retention period ends; prove it.",
        description =
                "Gallra keeps what a hold, the Bookkeeping Act or an open claim keeps, erases the rest, and leaves proof of both.",
        scope = ScopeType.INHERIT,
        versionProvider = VersionProvider.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n")
public final class GallraCommand implements Callable<Integer> {
    private static final Sentences SENTENCES = Sentences.of("cli");

    @Option(
            names = "--lang",
            paramLabel = "sv|en",
            scope = ScopeType.INHERIT,
            converter = Language.class,
            description = "Language: sv or en. Default: LC_ALL, LC_MESSAGES or LANG.")
    private @Nullable String language;

    @Option(
            names = "--plain",
            scope = ScopeType.INHERIT,
            description = "Tab-separated tables; no bar, no colour. NO_COLOR turns off colour alone.")
    private boolean plain;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Print the result as one JSON document. job-config/schemas describes it.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "Print results and errors only.")
    private boolean quiet;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Print stack traces and write a log to .gallra/logs. Both may contain personal data.")
    private boolean debug;

    @Spec
    private @Nullable CommandSpec spec;

    /** Swedish or English. */
    static final class Language implements ITypeConverter<String> {
        @Override
        public String convert(String name) {
            if (!name.equals("sv") && !name.equals("en")) {
                throw new TypeConversionException(SENTENCES.say("shell.there-no-language-choose-sv-en", name));
            }
            return name;
        }
    }

    @Nullable
    String language() {
        return language;
    }

    boolean plain() {
        return plain;
    }

    boolean quiet() {
        return quiet;
    }

    public boolean json() {
        return json;
    }

    public boolean debug() {
        return debug;
    }

    @Override
    public Integer call() {
        throw missing(spec);
    }

    public static ParameterException wrong(@Nullable CommandSpec spec, String what) {
        if (spec == null) {
            throw new IllegalStateException("picocli gives every command its spec. Indicates a bug");
        }
        return new ParameterException(spec.commandLine(), what);
    }

    /** A command that needs a second word, and did not get it. */
    public static ParameterException missing(@Nullable CommandSpec spec) {
        if (spec == null) {
            throw new IllegalStateException("picocli gives every command its spec. Indicates a bug");
        }
        String known = String.join(
                ", ",
                spec.subcommands().keySet().stream()
                        .filter(name -> !name.equals("help"))
                        .toList());
        return new ParameterException(spec.commandLine(), SENTENCES.say("shell.which-command", known));
    }
}
