package se.partnersec.gallra.console.part;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import se.partnersec.gallra.cli.output.CommandPage;
import se.partnersec.gallra.console.person.Person;

/** How many records a hold keeps. Every record that it reaches is counted, so the result may follow. */
public final class HoldCount {
    private final MessageSource texts;

    public HoldCount(MessageSource texts) {
        this.texts = texts;
    }

    /** Whoever may ask why a record is kept may see it. */
    public static boolean by(Person person) {
        return ConsolePage.may(person.role(), "explain");
    }

    /** @param patience how long to wait for it */
    public Section of(Person person, String hold, Duration patience) {
        Locale language = LocaleContextHolder.getLocale();
        List<String> typed = List.of("holds", "show", hold, "--count");
        return Section.of(
                true,
                "section.hold-count",
                ShellText.of(typed),
                person.recent(
                        language.getLanguage() + " " + typed,
                        () -> count(person.run(language, typed), language),
                        patience),
                "/holds/" + hold + "/count");
    }

    /** The result without the table of the hold, which the page has already. */
    private CommandPage count(CommandPage result, Locale language) {
        List<CommandPage.Block> blocks = result.blocks().stream()
                .filter(block -> !(block instanceof CommandPage.Rows))
                .toList();
        return result.with(
                blocks.isEmpty()
                        ? List.of(new CommandPage.Sentence(
                                texts.getMessage("hold.count.none", null, language), CommandPage.Tone.PLAIN, ""))
                        : blocks);
    }
}
