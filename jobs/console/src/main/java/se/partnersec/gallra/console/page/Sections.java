package se.partnersec.gallra.console.page;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.context.i18n.LocaleContextHolder;
import se.partnersec.gallra.console.person.Person;

/** The parts of one page, in their order. A command that the role of the person may not run is left out. */
final class Sections {
    /** A page waits so long for a result that may be quick; what takes longer follows. */
    private static final long WAIT_MILLIS = 120;

    private final Person person;
    private final Locale language = LocaleContextHolder.getLocale();
    private final List<Section> all = new ArrayList<>();

    Sections(Person person) {
        this.person = person;
    }

    /**
     * Adds the result of a command.
     *
     * @param title key of the text over it
     * @param command such as {@code runs list}
     * @param arguments none of them is read as anything but what it is: options as {@code --name=value}
     */
    Sections add(String title, String command, String... arguments) {
        if (!ConsolePage.may(person.role(), command)) {
            return this;
        }
        List<String> typed = new ArrayList<>(List.of(command.split(" ")));
        typed.addAll(List.of(arguments));
        all.add(new Section(all.size(), title, ShellText.of(typed), person.run(language, typed)));
        return this;
    }

    /** The same with a file that only this process has; the page shows its name as {@code FILE}. */
    Sections addFile(String title, String command, Path file) {
        List<String> typed = new ArrayList<>(List.of(command.split(" ")));
        String shell = ShellText.of(typed) + " FILE";
        typed.addAll(List.of("--", file.toString()));
        all.add(new Section(
                all.size(), title, shell, person.run(language, typed).replacing(file.toString(), "FILE")));
        return this;
    }

    /** The same for a command that any role may run because it reads no database. */
    Sections addForAll(String title, String command, String... arguments) {
        List<String> typed = new ArrayList<>(List.of(command.split(" ")));
        typed.addAll(List.of(arguments));
        all.add(new Section(all.size(), title, ShellText.of(typed), person.run(language, typed)));
        return this;
    }

    /** The same for a command that reads every record: its result may be some minutes old, or on its way. */
    Sections addSlow(String title, String command, String... arguments) {
        if (ConsolePage.may(person.role(), command)) {
            all.add(slow(person, all.size(), title, Duration.ofMillis(WAIT_MILLIS), command, arguments));
        }
        return this;
    }

    /** One such part, waited for. */
    static Section slow(
            Person person, int number, String title, Duration patience, String command, String... arguments) {
        List<String> typed = new ArrayList<>(List.of(command.split(" ")));
        typed.addAll(List.of(arguments));
        return Section.of(
                number, title, ShellText.of(typed), person.recent(LocaleContextHolder.getLocale(), typed, patience));
    }

    /** The same, left out if it has no rows. */
    Sections addIfAny(String title, String command, String... arguments) {
        int before = all.size();
        add(title, command, arguments);
        if (all.size() > before && !all.get(before).hasRows()) {
            all.remove(before);
        }
        return this;
    }

    List<Section> all() {
        return List.copyOf(all);
    }
}
