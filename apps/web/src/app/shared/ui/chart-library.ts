import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  Filler,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
  type ChartConfiguration,
} from 'chart.js';

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  Filler,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
);

/** Draws a chart in the type and the colours of the pages. */
export function makeChart(canvas: HTMLCanvasElement, configuration: ChartConfiguration): Chart {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  Chart.defaults.font.family = token('--sans');
  Chart.defaults.font.size = 12;
  Chart.defaults.color = token('--muted');
  Chart.defaults.borderColor = token('--line');
  Chart.defaults.maintainAspectRatio = false;
  Chart.defaults.animation = window.matchMedia('(prefers-reduced-motion: reduce)').matches
    ? false
    : { duration: 180 };
  return new Chart(canvas, configuration);
}
