// FullCalendar for the calendar's page; loaded there alone.
import { Calendar } from "@fullcalendar/core";
import dayGrid from "@fullcalendar/daygrid";
import interaction from "@fullcalendar/interaction";
import timeGrid from "@fullcalendar/timegrid";

window.DaybookCalendar = (element, options) =>
  new Calendar(element, {
    plugins: [dayGrid, timeGrid, interaction],
    headerToolbar: false,
    ...options,
  });
