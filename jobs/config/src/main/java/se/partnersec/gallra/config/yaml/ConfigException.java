package se.partnersec.gallra.config.yaml;

import java.util.List;
import java.util.stream.Stream;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.RefusedException;

/** A refused configuration, with all its faults at once, before anything is touched. */
public final class ConfigException extends RefusedException {
    private static final long serialVersionUID = 1L;
    private final transient List<ConfigProblem> faults;

    public ConfigException(List<ConfigProblem> faults) {
        super(
                ExitCode.CONFIGURATION,
                Stream.concat(
                                Stream.of("The configuration is refused; nothing was touched:"),
                                faults.stream().map(fault -> "  " + fault))
                        .toList());
        this.faults = List.copyOf(faults);
    }

    public List<ConfigProblem> faults() {
        return faults;
    }
}
