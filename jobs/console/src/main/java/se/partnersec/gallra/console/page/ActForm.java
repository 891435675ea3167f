package se.partnersec.gallra.console.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.ui.Model;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import se.partnersec.gallra.cli.output.CommandPage;
import se.partnersec.gallra.console.part.ConsolePage;
import se.partnersec.gallra.console.part.Section;
import se.partnersec.gallra.console.part.Sections;
import se.partnersec.gallra.console.part.ShellText;
import se.partnersec.gallra.console.person.Person;
import se.partnersec.gallra.support.exit.ExitCode;

/**
 * Form of a command that changes something, on a page that says what follows from it.
 *
 * @param page whose part of the navigation it is
 * @param key of its texts
 * @param to address that the form is sent to
 * @param back address of what it is about
 * @param options of the command that the form asks for; {@code reason} has to be given
 * @param id identifier of the form, by which the command is carried out once; empty where the command needs none
 */
record ActForm(ConsolePage page, String key, String to, String back, List<String> options, String id) {
    static final String REASON = "reason";
    static final String ORDER_ID = "order-id";
    private static final int LONGEST = 1000;

    /** Field of a form. @param key of its label */
    public record Field(String name, String key, String value, boolean required) {}

    /** Words of a command with the options that were typed; one that is left empty is left out. */
    List<String> typed(List<String> command, Map<String, String> form) {
        List<String> typed = new ArrayList<>(command);
        for (String option : options) {
            add(typed, option, form);
        }
        if (!id.isEmpty()) {
            add(typed, ORDER_ID, form);
        }
        return typed;
    }

    private static void add(List<String> typed, String option, Map<String, String> form) {
        String value = form.getOrDefault(option, "").strip();
        if (!value.isEmpty()) {
            typed.add("--" + option + "=" + value.substring(0, Math.min(value.length(), LONGEST + 1)));
        }
    }

    /**
     * Carries out a command under the person's own login.
     *
     * @return why it was refused, as a part of a page; null if it was done, and the page that is opened next says so
     */
    static @Nullable Section give(Person person, List<String> typed, RedirectAttributes after) {
        CommandPage answer = person.run(LocaleContextHolder.getLocale(), typed);
        if (answer.exit() != ExitCode.DONE) {
            String title = answer.exit() == ExitCode.ENVIRONMENT ? "section.unsure" : "section.order";
            return new Section(false, title, ShellText.of(typed), answer);
        }
        after.addFlashAttribute(
                "given",
                answer.blocks().stream()
                        .filter(CommandPage.Sentence.class::isInstance)
                        .map(block -> ((CommandPage.Sentence) block).text())
                        .toList());
        return null;
    }

    /** @param form what was typed before, if anything @param sections what it is about */
    String show(Model model, Map<String, String> form, Sections sections) {
        model.addAttribute("page", page);
        model.addAttribute("key", key);
        model.addAttribute(
                "fields",
                options.stream()
                        .map(option -> new Field(
                                option, "order.field." + option, form.getOrDefault(option, ""), option.equals(REASON)))
                        .toList());
        model.addAttribute("id", id);
        model.addAttribute("back", back);
        model.addAttribute("to", to);
        model.addAttribute("sections", sections.all());
        return "order";
    }
}
