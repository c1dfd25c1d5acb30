// Line icons of the widget and the demo page, drawn here so that nothing is loaded from elsewhere.

const PATHS = {
  close: 'M6 6l12 12M18 6L6 18',
  send: 'M4 12l16-8-6 16-3-7z',
  person: 'M12 11.500a3.800 3.800 0 1 0 0-7.600 3.800 3.800 0 0 0 0 7.600zM4.500 20.500c.6-4 3.600-6 7.500-6s6.900 2 7.500 6',
  shield: 'M12 3.500l7 2.500v5.500c0 4.300-2.900 7.300-7 9-4.100-1.700-7-4.700-7-9V6zM9 12l2.200 2.200L15.200 10',
  check: 'M5 12.500l4.500 4.500L19 7.500',
  clock: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4.500l3 2',
  warning: 'M12 4.500l8.500 15h-17zM12 10v4.500M12 17.200v.3',
  down: 'M6 9.500l6 6 6-6',
  fresh: 'M19 12a7 7 0 1 1-2.200-5.100M19 4v4h-4',
  bill: 'M6.500 3.500h11v17l-2.750-1.700-2.750 1.700-2.750-1.700-2.750 1.700zM9.500 8.500h5M9.500 12.500h5',
  chart: 'M4.500 20h15M7 20v-6.500M12 20V8M17 20V4.500',
  steps: 'M3.500 19.500h5v-5h5.500v-5h5.500v-5',
  price: 'M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17zM8.500 8l3.500 4.500L15.500 8M12 12.500v5M9 13.500h6M9 16h6',
  wallet: 'M4 7.500h14.500v11H4zM4 7.500l11-3v3M15 13h3.500',
  balance: 'M12 4v16M7 20h10M5 7.500h14M5 7.500l-2.200 6h4.400zM19 7.500l-2.200 6h4.400z',
  meter: 'M5 4.500h14v15H5zM8 8h8v3.500H8zM9 15.500h.1M12 15.500h.1M15 15.500h.1',
  phone: 'M8 3.500h8v17H8zM11 17.800h2',
  bolt: 'M13 3.500L6 13.500h5l-1 7 7-10h-5z',
  call: 'M6.500 4h3l1.500 4.500-2 1.500a11 11 0 0 0 5 5l1.500-2 4.500 1.500v3a1.500 1.500 0 0 1-1.600 1.500A15.500 15.500 0 0 1 5 5.600 1.500 1.500 0 0 1 6.500 4z',
  copy: 'M9 9h10v11H9zM5 15V4h10',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.700"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
