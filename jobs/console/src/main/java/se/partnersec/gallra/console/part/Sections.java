package se.partnersec.gallra.console.part;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.context.i18n.LocaleContextHolder;
import se.partnersec.gallra.console.person.Person;
import se.partnersec.gallra.support.exit.ExitCode;

/**
 * The parts of one page, in their order. A command that the role of the person may not run is left out, and so is everything after
 * one that says that the database does not answer: each of them would be waited for.
 */
public final class Sections {
    /** A page waits so long for a result that may be quick; what takes longer follows. */
    public static final long WAIT_MILLIS = 120;

    private final Person person;
    private final Locale language = LocaleContextHolder.getLocale();
    private final List<Section> all = new ArrayList<>();

    public Sections(Person person) {
        this.person = person;
    }

    /**
     * Adds the result of a command.
     *
     * @param title key of the text over it
     * @param command such as {@code runs list}
     * @param arguments none of them is read as anything but what it is: options as {@code --name=value}
     */
    public Sections add(String title, String command, String... arguments) {
        return ConsolePage.may(person.role(), command) ? addForAll(title, command, arguments) : this;
    }

    /** The same with a file that only this process has. @param name that the page shows for it */
    public Sections addFile(String title, String command, Path file, String name) {
        List<String> typed = new ArrayList<>(List.of(command.split(" ")));
        String shell = ShellText.of(typed) + " FILE";
        typed.addAll(List.of("--", file.toString()));
        all.add(new Section(false, title, shell, person.run(language, typed).replacing(file.toString(), name)));
        return this;
    }

    /** The same for a command that any role may run because it reads no database. */
    public Sections addForAll(String title, String command, String... arguments) {
        if (!lost()) {
            List<String> typed = new ArrayList<>(List.of(command.split(" ")));
            typed.addAll(List.of(arguments));
            all.add(new Section(true, title, ShellText.of(typed), person.run(language, typed)));
        }
        return this;
    }

    private boolean lost() {
        return all.stream().anyMatch(section -> section.page().exit() == ExitCode.ENVIRONMENT);
    }

    /** The same for a command that reads every record: its result may be some minutes old, or on its way. */
    public Sections addSlow(SlowPart part) {
        if (ConsolePage.may(person.role(), part.command()) && !lost()) {
            all.add(part.of(person, Duration.ofMillis(WAIT_MILLIS)));
        }
        return this;
    }

    /** Adds a part that is made already. */
    public Sections add(Section section) {
        all.add(section);
        return this;
    }

    public List<Section> all() {
        return List.copyOf(all);
    }
}
