package se.partnersec.gallra.cli.option;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What finance has on paper: one of the scopes of holds, or a voucher with its fiscal year. */
public final class FindOptions {
    @ArgGroup(multiplicity = "1")
    private @Nullable ScopeOptions scope;

    @ArgGroup(exclusive = false, multiplicity = "1")
    private @Nullable Voucher voucher;

    private static final class Voucher {
        @Option(
                names = "--voucher",
                required = true,
                paramLabel = "VOUCHER",
                description = "Voucher: series and number, such as A1043. Needs --year.")
        private @Nullable String name;

        @Option(
                names = "--year",
                required = true,
                paramLabel = "YEAR",
                description = "Fiscal year: 2023, 2022/2023 or a day in it.")
        private @Nullable String year;

        @Option(
                names = "--entity",
                paramLabel = "CODE",
                description = "Legal entity whose voucher it is, where sources.yml names several.")
        private @Nullable String entity;
    }

    /** Null where a voucher is asked for. */
    @Nullable
    public ScopeOptions scope() {
        return scope;
    }

    public String voucher() {
        return Objects.requireNonNull(Objects.requireNonNull(voucher).name);
    }

    /** Null where none was given. */
    public @Nullable String entity() {
        return Objects.requireNonNull(voucher).entity;
    }

    public String year() {
        return Objects.requireNonNull(Objects.requireNonNull(voucher).year);
    }
}
