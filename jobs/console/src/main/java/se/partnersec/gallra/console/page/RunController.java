package se.partnersec.gallra.console.page;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import se.partnersec.gallra.console.act.ActLink;
import se.partnersec.gallra.console.live.LiveView;
import se.partnersec.gallra.console.part.ConsolePage;
import se.partnersec.gallra.console.part.Section;
import se.partnersec.gallra.console.part.Sections;
import se.partnersec.gallra.console.part.SlowPart;
import se.partnersec.gallra.console.person.Person;
import se.partnersec.gallra.console.picture.RunGrid;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.exit.ExitCode;

/** Pages about runs: the overview, the list with its grid of days, and one run. */
@Controller
final class RunController {
    private static final int SHORT_LIST = 15;
    private static final int LONG_LIST = 50;

    /** Runs that a grid is made of: some of them belong to the same day and category. */
    private static final int GRID_LIST = 2000;

    private final LiveView live;
    private final Clock clock;

    RunController(LiveView live, Clock clock) {
        this.live = live;
        this.clock = clock;
    }

    @GetMapping("/")
    String overview(@AuthenticationPrincipal Person person, Model model) {
        Sections sections = new Sections(person)
                .add("section.unfinished", "runs list", "--unfinished", "--limit=" + SHORT_LIST)
                .addSlow(SlowPart.STATUS)
                .add("section.approvals", "approvals list")
                .addSlow(SlowPart.UPCOMING)
                .add("section.runs", "runs list", "--limit=" + SHORT_LIST);
        if (!ConsolePage.may(person.role(), "status")) {
            // Status has them for those who may see it.
            sections.add("section.findings", "findings list", "--limit=" + SHORT_LIST);
        }
        model.addAttribute("live", live.all(language()));
        return ReadController.page(ConsolePage.OVERVIEW, model, sections);
    }

    @GetMapping("/runs")
    String runs(
            @AuthenticationPrincipal Person person,
            @RequestParam(defaultValue = "") String category,
            @RequestParam(defaultValue = "") String since,
            @RequestParam(defaultValue = "false") boolean unfinished,
            Model model) {
        List<String> filter = new ArrayList<>();
        if (!category.isBlank()) {
            filter.add("--category=" + category.strip());
        }
        if (!since.isBlank()) {
            filter.add("--since=" + since.strip());
        }
        if (unfinished) {
            filter.add("--unfinished");
        }
        filter.add("--limit=" + LONG_LIST);
        LocalDate today = SwedishCalendar.localDate(clock.instant());
        Section days = new Sections(person)
                .add(
                        "section.grid",
                        "runs list",
                        "--since=" + today.minusDays(RunGrid.DAYS - 1L),
                        "--limit=" + GRID_LIST)
                .all()
                .get(0);
        Sections sections = new Sections(person);
        if (days.page().exit() == ExitCode.DONE) {
            model.addAttribute("grid", RunGrid.of(days.page(), today, GRID_LIST));
            model.addAttribute("gridShell", days.shell());
            if (filter.size() == 1) {
                sections.add("section.unfinished", "runs list", "--unfinished", "--limit=" + SHORT_LIST);
                sections.add("section.orders", "runs order list", "--limit=" + SHORT_LIST);
            }
            sections.add("section.runs", "runs list", filter.toArray(String[]::new));
            if (since.isBlank() && !unfinished) {
                // Findings have a category; days and ends are those of runs.
                sections.add("section.findings", "findings list", findings(category));
            }
        } else {
            // Why there is none; the other lists would say the same.
            model.addAttribute("gridFailed", days);
        }
        model.addAttribute("acts", ActLink.ofAllRuns(person, days.page()));
        model.addAttribute("live", live.all(language()));
        model.addAttribute("category", category);
        model.addAttribute("since", since);
        model.addAttribute("unfinished", unfinished);
        ReadController.page(ConsolePage.RUNS, model, sections);
        return "runs";
    }

    private static String[] findings(String category) {
        String limit = "--limit=" + LONG_LIST;
        return category.isBlank() ? new String[] {limit} : new String[] {"--category=" + category.strip(), limit};
    }

    /** All findings of a run. */
    @GetMapping("/runs/{run:[0-9]{1,18}}/findings")
    String findings(@AuthenticationPrincipal Person person, @PathVariable long run, Model model) {
        return ReadController.page(
                ConsolePage.RUNS,
                model,
                new Sections(person)
                        .add("section.run-findings", "findings list", "--run=" + run, "--limit=" + GRID_LIST));
    }

    /** An order for a worker, among the newest. */
    @GetMapping("/runs/orders/{order:[0-9]{1,18}}")
    String order(@AuthenticationPrincipal Person person, @PathVariable long order, Model model) {
        Sections sections = new Sections(person).add("section.orders", "runs order list", "--limit=" + LONG_LIST);
        model.addAttribute(
                "acts", ActLink.ofOrder(person, order, sections.all().get(0).page()));
        return ReadController.page(ConsolePage.RUNS, model, sections);
    }

    @GetMapping("/runs/{run:[0-9]{1,18}}")
    String run(@AuthenticationPrincipal Person person, @PathVariable long run, Model model) {
        model.addAttribute("live", live.one(run, language()));
        Sections sections = new Sections(person).add("section.run", "runs show", Long.toString(run));
        if (Boolean.TRUE.equals(sections.all().get(0).page().fields().get("moreFindings"))) {
            model.addAttribute("more", "/runs/" + run + "/findings");
        }
        model.addAttribute(
                "acts", ActLink.ofRun(person, run, sections.all().get(0).page()));
        return ReadController.page(ConsolePage.RUNS, model, sections);
    }

    private static Locale language() {
        return LocaleContextHolder.getLocale();
    }
}
