package se.partnersec.gallra.console.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import se.partnersec.gallra.cli.output.CommandPage;
import se.partnersec.gallra.console.part.ConsolePage;
import se.partnersec.gallra.console.part.Section;
import se.partnersec.gallra.console.part.Sections;
import se.partnersec.gallra.console.part.ShellText;
import se.partnersec.gallra.console.person.Person;
import se.partnersec.gallra.support.exit.ExitCode;

/**
 * Orders to runs. A page says what follows from one and asks for the reason; its form gives the order under the person's own login, once
 * however often it is sent.
 */
@Controller
final class OrderController {
    private static final String ALL = "all";
    private static final String PATH = "/runs/{run:[0-9]{1,18}|all}/orders/{order:pause|resume|stop|set}";
    private static final int LONGEST = 1000;

    /** An order. */
    enum Order {
        PAUSE,
        RESUME,
        STOP,
        SET;

        /** As it is typed after {@code gallra runs}, and in addresses. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Those that change something of a run as it stands. @param outcome of the run, or what it does now */
        static List<Order> of(String outcome) {
            return switch (outcome) {
                case "OPEN" -> List.of(PAUSE, SET, STOP);
                case "PAUSED" -> List.of(RESUME, STOP);
                default -> List.of();
            };
        }

        boolean forAll() {
            return this == STOP || this == RESUME;
        }
    }

    /** Link to the page of an order. @param key of its text */
    public record Link(String path, String key) {}

    /** Orders that the person may give to a run. */
    static List<Link> links(Person person, long run, CommandPage shown) {
        return Order.of(String.valueOf(shown.fields().get("outcome"))).stream()
                .filter(order -> may(person, Long.toString(run), order))
                .map(order -> new Link("/runs/" + run + "/orders/" + order.word(), "order." + order))
                .toList();
    }

    /** The order to all runs that the person may give: to stop, or, while all are stopped, to let them start again. */
    static List<Link> links(Person person, CommandPage list) {
        boolean stopped = list.blocks().stream()
                .anyMatch(block ->
                        block instanceof CommandPage.Sentence said && said.tag().equals("HALTED"));
        Order order = stopped ? Order.RESUME : Order.STOP;
        return may(person, ALL, order)
                ? List.of(new Link("/runs/" + ALL + "/orders/" + order.word(), "order." + order + ".all"))
                : List.of();
    }

    private static boolean may(Person person, String run, Order order) {
        String all = order == Order.RESUME && run.equals(ALL) ? " --all" : "";
        return ConsolePage.may(person.role(), "runs " + order.word() + all);
    }

    @GetMapping(PATH)
    String form(
            @AuthenticationPrincipal Person person,
            @PathVariable String run,
            @PathVariable("order") String word,
            Model model) {
        return page(
                person,
                run,
                order(person, run, word),
                Map.of("order-id", UUID.randomUUID().toString()),
                null,
                model);
    }

    /** After it is given the page of the run is opened, which can be made anew without giving it again. */
    @PostMapping(PATH)
    String give(
            @AuthenticationPrincipal Person person,
            @PathVariable String run,
            @PathVariable("order") String word,
            @RequestParam Map<String, String> form,
            Model model,
            RedirectAttributes after) {
        Order order = order(person, run, word);
        List<String> typed = typed(run, order, form);
        CommandPage answer = person.run(LocaleContextHolder.getLocale(), typed);
        if (answer.exit() != ExitCode.DONE) {
            return page(
                    person, run, order, form, new Section(false, "section.order", ShellText.of(typed), answer), model);
        }
        after.addFlashAttribute(
                "given",
                answer.blocks().stream()
                        .filter(CommandPage.Sentence.class::isInstance)
                        .map(block -> ((CommandPage.Sentence) block).text())
                        .toList());
        return "redirect:/runs" + (run.equals(ALL) ? "" : "/" + run);
    }

    private static Order order(Person person, String run, String word) {
        Order order = Order.valueOf(word.toUpperCase(Locale.ROOT));
        if (run.equals(ALL) && !order.forAll()) {
            throw new UnknownPageException();
        }
        if (!may(person, run, order)) {
            throw new AccessDeniedException("orders are not for this role");
        }
        return order;
    }

    private static List<String> typed(String run, Order order, Map<String, String> form) {
        List<String> typed = new ArrayList<>(List.of("runs", order.word()));
        for (String option : options(order)) {
            String value = form.getOrDefault(option, "").strip();
            if (!value.isEmpty()) {
                typed.add("--" + option + "=" + value.substring(0, Math.min(value.length(), LONGEST + 1)));
            }
        }
        typed.addAll(run.equals(ALL) ? List.of("--all") : List.of("--", run));
        return typed;
    }

    /** What the form of an order asks for, as the options of its command are called. */
    private static List<String> options(Order order) {
        return switch (order) {
            case PAUSE -> List.of("reason", "order-id", "for");
            case SET -> List.of("reason", "order-id", "rate", "chunk");
            case RESUME, STOP -> List.of("reason", "order-id");
        };
    }

    private static String page(
            Person person, String run, Order order, Map<String, String> form, @Nullable Section refused, Model model) {
        boolean all = run.equals(ALL);
        Sections sections = new Sections(person);
        if (refused != null) {
            sections.add(refused);
        }
        if (all) {
            sections.add("section.runs", "runs list", "--limit=15");
        } else {
            sections.add("section.run", "runs show", run);
        }
        model.addAttribute("page", ConsolePage.RUNS);
        model.addAttribute("run", run);
        model.addAttribute("key", "order." + order + (all ? ".all" : ""));
        model.addAttribute("fields", fields(order, form));
        model.addAttribute("id", form.getOrDefault("order-id", ""));
        model.addAttribute("back", all ? "/runs" : "/runs/" + run);
        model.addAttribute("to", "/runs/" + run + "/orders/" + order.word());
        model.addAttribute("sections", sections.all());
        return "order";
    }

    /** Field of a form. @param key of its label */
    public record Field(String name, String key, String value, boolean required) {}

    private static List<Field> fields(Order order, Map<String, String> form) {
        return options(order).stream()
                .filter(option -> !option.equals("order-id"))
                .map(option -> new Field(
                        option, "order.field." + option, form.getOrDefault(option, ""), option.equals("reason")))
                .toList();
    }
}
