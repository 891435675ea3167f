package se.partnersec.gallra.console.part;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.context.i18n.LocaleContextHolder;
import se.partnersec.gallra.console.person.Person;

/** Parts of pages whose commands read every record, hold or row of the ledger, and may take long. */
public enum SlowPart {
    STATUS("status"),
    UPCOMING("holds upcoming", "--per=month"),
    RECONCILE("holds reconcile", "--limit=20"),
    LEDGER("ledger verify");

    private final String command;
    private final List<String> arguments;

    SlowPart(String command, String... arguments) {
        this.command = command;
        this.arguments = List.of(arguments);
    }

    public String command() {
        return command;
    }

    private String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<SlowPart> find(String id) {
        return Arrays.stream(values()).filter(part -> part.id().equals(id)).findFirst();
    }

    /** The part for somebody who may run its command. @param patience how long to wait for its result */
    public Section of(Person person, Duration patience) {
        List<String> typed = new ArrayList<>(List.of(command.split(" ")));
        typed.addAll(arguments);
        return Section.of(
                true,
                "section." + id(),
                ShellText.of(typed),
                person.recent(LocaleContextHolder.getLocale(), typed, patience),
                "/later/" + id());
    }
}
