package se.partnersec.gallra.config.yaml;

import java.util.List;
import java.util.stream.Stream;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/** A refused configuration, with all its faults at once, before anything is touched. */
public final class ConfigException extends RefusedException {
    private static final Sentences SENTENCES = Sentences.of("config");
    private static final long serialVersionUID = 1L;
    private final transient List<ConfigProblem> faults;

    public ConfigException(List<ConfigProblem> faults) {
        super(
                ExitCode.CONFIGURATION,
                Stream.concat(
                                Stream.of(SENTENCES.say("yaml.configuration-refused-nothing-touched")),
                                faults.stream().map(fault -> "  " + fault))
                        .toList());
        this.faults = List.copyOf(faults);
    }

    public List<ConfigProblem> faults() {
        return faults;
    }
}
