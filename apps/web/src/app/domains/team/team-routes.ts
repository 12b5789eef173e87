import type { Routes } from '@angular/router';

/** The pages of this part. */
export const teamRoutes: Routes = [];
