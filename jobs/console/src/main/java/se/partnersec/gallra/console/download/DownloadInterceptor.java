package se.partnersec.gallra.console.download;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;
import se.partnersec.gallra.cli.output.CommandPage;

/**
 * Answers with one table of a page instead of the page, where the request asks for it: {@code file=PART.TABLE}, both by their names.
 * So a file has what the page has, under the same rights and with the same filters.
 */
public final class DownloadInterceptor implements HandlerInterceptor {
    private final Clock clock;

    public DownloadInterceptor(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void postHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable ModelAndView page)
            throws Exception {
        String asked = request.getParameter("file");
        if (page == null
                || asked == null
                || !request.getMethod().equals("GET")
                || !(page.getModel().get("sections") instanceof List<?> sections)) {
            return;
        }
        CommandPage.Rows table = table(sections, asked);
        if (table == null && onItsWay(sections, asked)) {
            // Too old to be a file: the page says when it is there again.
            page.clear();
            response.sendRedirect(request.getRequestURI());
        } else if (table == null) {
            // Since the page was made, what was there has gone.
            page.clear();
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        } else {
            page.setView(new TableFile(name(request, asked), table));
        }
    }

    private static boolean onItsWay(List<?> sections, String asked) {
        return sections.stream()
                .anyMatch(section -> section instanceof DownloadSource source
                        && source.onItsWay()
                        && asked.startsWith(source.name() + "."));
    }

    private static CommandPage.@Nullable Rows table(List<?> sections, String asked) {
        for (Object section : sections) {
            if (section instanceof DownloadSource source) {
                for (CommandPage.Block block : source.blocks()) {
                    if (block instanceof CommandPage.Rows rows && asked.equals(source.file(rows))) {
                        return rows;
                    }
                }
            }
        }
        return null;
    }

    private String name(HttpServletRequest request, String asked) {
        Map<String, String> filters = new HashMap<>();
        request.getParameterMap().forEach((name, values) -> filters.put(name, values[0]));
        return FileName.of(
                request.getRequestURI() + "-" + asked.substring(asked.indexOf('.') + 1), filters, clock.instant());
    }
}
