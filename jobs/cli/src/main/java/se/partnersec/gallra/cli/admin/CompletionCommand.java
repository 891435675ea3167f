package se.partnersec.gallra.cli.admin;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.cli.shell.CommandContext;

/** Prints a completion script for bash and zsh. */
@Command(
        name = "completion",
        header = "Print a completion script for bash or zsh.",
        footer = {"  source <(gallra completion)"})
public final class CompletionCommand implements Callable<Integer> {
    private final CommandContext session;

    @Spec
    private @Nullable CommandSpec spec;

    CompletionCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("picocli gives every command its spec. Indicates a bug");
        }
        session.terminal().raw("script", AutoComplete.bash("gallra", spec.root().commandLine()));
        return 0;
    }
}
