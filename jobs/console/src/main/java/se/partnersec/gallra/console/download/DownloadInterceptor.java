package se.partnersec.gallra.console.download;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;
import se.partnersec.gallra.cli.output.CommandPage;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/**
 * Answers with one table of a page instead of the page, where the request asks for it: {@code file=S-B} is the block B of the part S of
 * the page, both from 0. So a file has what the page has, under the same rights and with the same filters.
 */
public final class DownloadInterceptor implements HandlerInterceptor {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmm", Locale.ROOT).withZone(SwedishCalendar.ZONE);

    private final Clock clock;

    public DownloadInterceptor(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void postHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable ModelAndView page)
            throws Exception {
        String asked = request.getParameter("file");
        if (page == null || asked == null || !(page.getModel().get("sections") instanceof List<?> sections)) {
            return;
        }
        CommandPage.Rows table = asked.matches("[0-9]{1,2}-[0-9]{1,3}") ? table(sections, asked) : null;
        if (table == null) {
            // Since the page was made, what was there has gone.
            page.clear();
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        } else {
            page.setView(new TableFile(name(request, table), table));
        }
    }

    private static CommandPage.@Nullable Rows table(List<?> sections, String asked) {
        int part = Integer.parseInt(asked.substring(0, asked.indexOf('-')));
        int block = Integer.parseInt(asked.substring(asked.indexOf('-') + 1));
        return part < sections.size()
                        && sections.get(part) instanceof DownloadSource source
                        && block < source.blocks().size()
                        && source.blocks().get(block) instanceof CommandPage.Rows rows
                ? rows
                : null;
    }

    /** What is in it, by which filters, and of when. What was looked up is in a form and so not in the name. */
    private String name(HttpServletRequest request, CommandPage.Rows table) {
        StringBuilder name = new StringBuilder("gallra");
        name.append(request.getRequestURI()).append('-').append(table.name());
        if (request.getMethod().equals("GET")) {
            new TreeMap<>(request.getParameterMap()).forEach((filter, values) -> {
                if (!filter.equals("file") && !values[0].isBlank()) {
                    name.append('-').append(filter).append('-').append(values[0]);
                }
            });
        }
        return name.append('-')
                .append(MINUTE.format(clock.instant()))
                .toString()
                .replaceAll("[^A-Za-z0-9]+", "-");
    }
}
